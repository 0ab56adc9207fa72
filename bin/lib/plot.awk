# SPDX-License-Identifier: Apache-2.0
# A soak's samples as an SVG picture: one small plot a column, over the events that had come.
BEGIN { FS = "\t"; width = 360; height = 130; left = 70; top = 26; gap = 34 }
NR == 1 { for (i = 3; i <= NF; i++) name[i] = $i; columns = NF; next }
{ rows++; for (i = 1; i <= NF; i++) { value[rows, i] = $i; if ($i > most[i]) most[i] = $i } }
function label(v) { return v >= 1e6 ? sprintf("%.0f MB", v / 1e6) : sprintf("%d", v) }
END {
  plots = columns - 2
  lines = int((plots + 1) / 2)
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n",
    2 * (left + width) + 40, lines * (height + top + gap) + 10
  print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
  for (i = 3; i <= columns; i++) {
    x0 = left + ((i - 3) % 2) * (left + width)
    y0 = top + int((i - 3) / 2) * (height + top + gap)
    ceiling = most[i] > 0 ? most[i] * 1.1 : 1
    printf "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>\n", x0, y0 - 8, name[i]
    printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>\n", x0, y0, width, height
    printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", x0 - 5, y0 + 10, label(ceiling)
    printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>\n", x0 - 5, y0 + height
    printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.1f million events</text>\n", x0 + width, y0 + height + 15,
      value[rows, 2] / 1e6
    printf "<polyline fill=\"none\" stroke=\"#06c\" stroke-width=\"1.5\" points=\""
    for (r = 1; r <= rows; r++)
      printf "%.1f,%.1f ", x0 + width * value[r, 2] / value[rows, 2], y0 + height * (1 - value[r, i] / ceiling)
    print "\"/>"
  }
  print "</svg>"
}
