# SPDX-License-Identifier: Apache-2.0
#
# The runbook as a page that Prometheus serves (/consoles/runbook.html), for links in alerts to lead somewhere without the
# repository. Knows what docs/runbook.md uses: headings, paragraphs, lists, tables, code, links.

function escaped(text) {
  gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text)
  return text
}

# Code stays as it is; between pieces of code are links and bold words.
function inline(text,   pieces, count, i, out) {
  count = split(escaped(text), pieces, "`")
  out = ""
  for (i = 1; i <= count; i++) out = out (i % 2 == 0 ? "<code>" pieces[i] "</code>" : marked(pieces[i]))
  return links(out)
}

function marked(text) {
  while (match(text, /\*\*[^*]+\*\*/))
    text = substr(text, 1, RSTART - 1) "<b>" substr(text, RSTART + 2, RLENGTH - 4) "</b>" substr(text, RSTART + RLENGTH)
  while (match(text, /\*[^* ][^*]*\*/))
    text = substr(text, 1, RSTART - 1) "<i>" substr(text, RSTART + 1, RLENGTH - 2) "</i>" substr(text, RSTART + RLENGTH)
  return text
}

# Links within the page stay links; files of the repository are not there.
function links(text,   whole, label, target) {
  while (match(text, /\[[^][]+\]\([^()]+\)/)) {
    whole = substr(text, RSTART, RLENGTH)
    label = whole; sub(/^\[/, "", label); sub(/\]\(.*/, "", label)
    target = whole; sub(/.*\]\(/, "", target); sub(/\)$/, "", target)
    if (target ~ /^#/) whole = "<a href=\"" target "\">" label "</a>"
    else whole = label " (" (target ~ /^\.\.\// ? substr(target, 4) : "docs/" target) ")"
    text = substr(text, 1, RSTART - 1) whole substr(text, RSTART + RLENGTH)
  }
  return text
}

function anchor(text) {
  text = tolower(text); gsub(/ /, "-", text); gsub(/[^a-z0-9-]/, "", text)
  return text
}

# What was begun ends before something else begins.
function end_block() {
  if (block == "p") print "<p>" inline(held) "</p>"
  if (block == "li") print "<li>" inline(held) "</li>"
  if (list && block != "li") { print "</ul>"; list = 0 }
  if (block == "table") print "</table>"
  block = ""; held = ""
}

function end_list() { end_block(); if (list) { print "</ul>"; list = 0 } }

BEGIN {
  print "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>MarketPrism Collector: runbook</title>"
  print "<style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}code,pre{background:#eee;font-size:90%}"
  print "pre{padding:.5em;overflow:auto}td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left}:target{background:#ffd}</style>"
  print "</head>\n<body>\n<!-- Made of docs/runbook.md by bin/lib/runbook-page.awk; bin/tests/monitoring.sh says how. -->"
}
/^```/ { if (code) { print "</pre>"; code = 0 } else { end_list(); print "<pre>"; code = 1 } next }
code { print escaped($0); next }
/^#+ / {
  end_list()
  level = length($1); text = $0; sub(/^#+ +/, "", text)
  printf "<h%d id=\"%s\">%s</h%d>\n", level, anchor(text), inline(text), level
  next
}
/^\|[-|]+$/ { next }
/^\|/ {
  if (block != "table") { end_list(); print "<table>"; block = "table" }
  row = $0; gsub(/^\| *| *\|$/, "", row)
  count = split(row, cells, / *\| */)
  printf "<tr>"
  for (i = 1; i <= count; i++) printf "<td>%s</td>", inline(cells[i])
  print "</tr>"
  next
}
/^- / { end_block_of_item(); if (!list) { print "<ul>"; list = 1 } block = "li"; held = substr($0, 3); next }
/^$/ { end_list(); next }
{
  if (block == "table") end_list()
  text = $0; sub(/^ +/, "", text)
  if (block == "") block = "p"
  held = held (held == "" ? "" : " ") text
}
END { end_list(); print "</body>\n</html>" }

function end_block_of_item() { if (block == "li") { print "<li>" inline(held) "</li>"; block = ""; held = "" } else if (block != "") end_list() }
