# SPDX-License-Identifier: Apache-2.0
# JMH's results as a Markdown table: a line a benchmark, its parameters, its time, the bytes that it allocates.
/^Benchmark  / {
  columns = 1
  while ($(columns + 1) ~ /^\(.*\)$/) columns++
  print "| operation | with | time | allocated, B |\n|---|---|---|---|"
  table = 1
  next
}
!table || NF < columns + 4 { next }
{
  name = $1
  score = $(columns + 3) == "≈" ? 0 : $(columns + 3)
  with = ""
  for (i = 2; i <= columns; i++) if ($i != "N/A") with = with (with == "" ? "" : ", ") tolower($i)
  bytes = sub(/:gc\.alloc\.rate\.norm$/, "", name)
  if (name ~ /:gc\./) next
  key = $1
  sub(/:.*/, "", key)
  sub(/^frames\./, "", key)
  sub(/Benchmark\./, ": ", key)
  if (bytes) {
    printf "| %s | %s | %s | %.0f |\n", key, with, time, score
  } else {
    unit = $NF
    sub(/\/op$/, "", unit)
    sub(/^us$/, "µs", unit)
    time = sprintf(score < 100 ? "%.2f %s" : "%.0f %s", score, unit)
  }
}
END { if (!table) exit 1 }
