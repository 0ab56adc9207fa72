# SPDX-License-Identifier: Apache-2.0
# Stacks, one a line with its samples behind it ("thread;frame;frame 12"), as a flame graph: an SVG picture in which a frame is
# as wide as the samples in which it was on a stack. Threads are at the bottom; numbers in their names do not distinguish them.
BEGIN { width = 1400; row = 15; thinnest = 1.2 }

# What is in the frame, from the name it has in a stack.
function colour(name) {
  if (name ~ /^io\/marketprism\//) return "#f39c4a"
  if (name ~ /^org\/apache\/flink\//) return "#8ab4e8"
  if (name ~ /^(io\/netty|io\/nats|com\/fasterxml)\//) return "#a5d48f"
  if (name ~ /^(java|javax|jdk|sun)\//) return "#f2d877"
  if (name ~ /^\[/) return "#d9d9d9"
  return "#c9b8d8"
}
function label(name) {
  sub(/^([a-z0-9_$]+\/)+/, "", name)
  return name
}
function escaped(text) {
  gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); gsub(/"/, "\\&quot;", text)
  return text
}
function draw(path, name, x, depth,  children, n, i, child, w, shown, text) {
  w = samples[path] * scale
  # An awk may not call itself as deep as some stacks are.
  if (w < thinnest || depth > 64) return
  if (depth > deepest) deepest = depth
  shown = int((w - 4) / 6.6)
  text = label(name)
  if (shown < 3) text = ""
  else if (length(text) > shown) text = substr(text, 1, shown - 1) "…"
  boxes[++drawn] = sprintf("%.1f\t%d\t%.1f\t%s\t%s\t%s", x, depth, w, colour(name), escaped(text),
    escaped(sprintf("%s, %.1f %%", name, 100 * samples[path] / total)))
  n = split(below[path], children, "\n")
  for (i = 1; i <= n; i++) {
    child = path ";" children[i]
    draw(child, children[i], x, depth + 1)
    x += samples[child] * scale
  }
}
{
  count = $NF
  line = $0
  sub(/ [0-9]+$/, "", line)
  frames = split(line, frame, ";")
  gsub(/ tid=[0-9]+/, "", frame[1])
  gsub(/[0-9]+/, "#", frame[1])
  total += count
  path = "all"
  samples[path] += count
  for (i = 1; i <= frames; i++) {
    name = frame[i]
    sub(/_\[[a-z0-9]\]$/, "", name)
    # Of a library without symbols its file is known, not its folder.
    sub(/^\/.*\//, "", name)
    below_this = path ";" name
    if (!(below_this in samples)) below[path] = below[path] (below[path] == "" ? "" : "\n") name
    samples[below_this] += count
    path = below_this
  }
}
END {
  if (total == 0) { print "no stacks" > "/dev/stderr"; exit 1 }
  scale = width / total
  draw("all", "all", 0, 0)
  height = (deepest + 1) * row + 44
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"monospace\" font-size=\"11\">\n",
    width, height
  print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
  printf "<text x=\"6\" y=\"16\" font-size=\"13\">%s</text>\n", escaped(title)
  legends = split("MarketPrism=#f39c4a|Flink=#8ab4e8|Netty, NATS client, Jackson=#a5d48f|Java=#f2d877|native, kernel=#c9b8d8", legend, "|")
  for (i = 1; i <= legends; i++) {
    split(legend[i], part, "=")
    printf "<rect x=\"%d\" y=\"22\" width=\"12\" height=\"12\" fill=\"%s\"/><text x=\"%d\" y=\"32\">%s</text>\n",
      6 + (i - 1) * 220, part[2], 22 + (i - 1) * 220, part[1]
  }
  for (i = 1; i <= drawn; i++) {
    split(boxes[i], box, "\t")
    y = height - (box[2] + 1) * row
    printf "<g><title>%s</title><rect x=\"%s\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"white\" stroke-width=\"0.5\"/>",
      box[6], box[1], y, box[3], row - 1, box[4]
    if (box[5] != "") printf "<text x=\"%.1f\" y=\"%d\">%s</text>", box[1] + 3, y + 11, box[5]
    print "</g>"
  }
  print "</svg>"
}
