# SPDX-License-Identifier: Apache-2.0
# Runs of the benchmark as an SVG picture: CPU and latency over the load (core.tsv), CPU over the number of instruments
# (instruments-N.tsv). All axes are logarithmic.
BEGIN { FS = "\t"; width = 300; height = 220; left = 60; top = 40; gap = 90 }
FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
{ frames = $column["frames"]; seconds = $column["seconds"]; cpu = $column["cpu_s"]; if (!frames || !seconds) next }
FILENAME ~ /core\.tsv$/ {
  rate = frames / seconds
  add("load", "CPU", rate, cpu / frames * 1e6)
  if ($column["samples"] > 0) {
    add("latency", "p50", rate, $column["p50_us"] / 1000)
    add("latency", "p99", rate, $column["p99_us"] / 1000)
    add("latency", "p99.9", rate, $column["p999_us"] / 1000)
  }
}
FILENAME ~ /instruments-[0-9]+\.tsv$/ && !seen[FILENAME]++ {
  instruments = FILENAME
  sub(/.*instruments-/, "", instruments)
  add("instruments", "CPU", instruments + 0, cpu / frames * 1e6)
}

# Points in the order of x.
function add(panel, series, x, y,    id, i) {
  id = panel SUBSEP series
  if (!(id in count)) order[panel, ++kinds[panel]] = series
  for (i = ++count[id]; i > 1 && xs[id, i - 1] > x; i--) { xs[id, i] = xs[id, i - 1]; ys[id, i] = ys[id, i - 1] }
  xs[id, i] = x
  ys[id, i] = y
  if (!(panel in minX) || x < minX[panel]) minX[panel] = x
  if (x > maxX[panel]) maxX[panel] = x
  if (!(panel in minY) || y < minY[panel]) minY[panel] = y
  if (y > maxY[panel]) maxY[panel] = y
}

function log10(v) { return log(v) / log(10) }
function floor(v) { return v == int(v) ? v : v < 0 ? int(v) - 1 : int(v) }
function short(v) { return v >= 1e6 ? v / 1e6 " M" : v >= 1e3 ? v / 1e3 " k" : v "" }

function panel(name, number, title, under,    x0, y0, lowX, highX, lowY, highY, k, s, i, id, d, m, v, px, py, line) {
  if (!(name in minX)) return
  x0 = left + number * (width + gap)
  y0 = top
  lowX = log10(minX[name]) - 0.05
  highX = log10(maxX[name]) + 0.05
  lowY = floor(log10(minY[name]))
  highY = floor(log10(maxY[name])) + 1
  printf "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>\n", x0, y0 - 16, title
  printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>\n", x0, y0, width, height
  printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#555\">%s</text>\n", x0 + width, y0 + height + 32, under
  for (d = lowY; d <= highY; d++)
    for (m = 1; m <= (d < highY ? 5 : 1); m += (m == 1 ? 1 : 3)) {
      v = m * 10 ^ d
      py = y0 + height * (1 - (log10(v) - lowY) / (highY - lowY))
      printf "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#eee\"/>\n", x0, x0 + width, py, py
      printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", x0 - 5, py + 4, short(v)
    }
  for (d = floor(lowX); d <= highX; d++)
    for (m = 1; m <= 5; m += (m == 1 ? 1 : 3)) {
      v = m * 10 ^ d
      if (log10(v) < lowX || log10(v) > highX) continue
      px = x0 + width * (log10(v) - lowX) / (highX - lowX)
      printf "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#eee\"/>\n", px, px, y0, y0 + height
      printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", px, y0 + height + 15, short(v)
    }
  for (k = 1; k <= kinds[name]; k++) {
    s = order[name, k]
    id = name SUBSEP s
    line = ""
    for (i = 1; i <= count[id]; i++) {
      px = x0 + width * (log10(xs[id, i]) - lowX) / (highX - lowX)
      py = y0 + height * (1 - (log10(ys[id, i]) - lowY) / (highY - lowY))
      if (i == 1 && kinds[name] > 1)
        printf "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>\n", px + 4, py - 8, colour[k], s
      line = line sprintf("%.1f,%.1f ", px, py)
      printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s: %.0f, %.2f</title></circle>\n", px, py, colour[k], s, xs[id, i], ys[id, i]
    }
    printf "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>\n", colour[k], line
  }
}

END {
  colour[1] = "#06c"
  colour[2] = "#c60"
  colour[3] = "#a03"
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n",
    left + 3 * (width + gap), top + height + 50
  print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
  panel("load", 0, "CPU of the TaskManager, µs/frame", "frames a second, ten instruments")
  panel("latency", 1, "received to published, ms", "frames a second, ten instruments")
  panel("instruments", 2, "CPU of the TaskManager, µs/frame", "instruments, at 16,000 frames a second")
  print "</svg>"
}
