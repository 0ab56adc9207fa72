# SPDX-License-Identifier: Apache-2.0
# Whether the columns of a soak's samples grow: a line through the samples after the first fifth, in which caches fill.
# A figure is flat where the line's rise over that time is within twice its standard error, or below one part in a
# hundred of its mean. Exit code 1 if one grows.
BEGIN { FS = "\t" }
NR == 1 { for (i = 3; i <= NF; i++) name[i] = $i; columns = NF; next }
{ rows++; for (i = 1; i <= NF; i++) value[rows, i] = $i }
END {
  from = int(rows / 5) + 1
  n = rows - from + 1
  if (n < 5) { print "too few samples: " rows; exit 2 }
  for (r = from; r <= rows; r++) tsum += value[r, 1]
  tmean = tsum / n
  for (r = from; r <= rows; r++) tt += (value[r, 1] - tmean) ^ 2
  span = value[rows, 1] - value[from, 1]
  printf "%d events in %d s; %d samples, the first fifth left out\n\n", value[rows, 2], value[rows, 1], rows
  print "| figure | mean | least | most | rise over the run | twice its standard error | flat |"
  print "|---|---|---|---|---|---|---|"
  for (i = 3; i <= columns; i++) {
    sum = 0; least = value[from, i]; most = least
    for (r = from; r <= rows; r++) {
      v = value[r, i]; sum += v
      if (v < least) least = v
      if (v > most) most = v
    }
    mean = sum / n; ty = 0
    for (r = from; r <= rows; r++) ty += (value[r, 1] - tmean) * (value[r, i] - mean)
    slope = ty / tt; rest = 0
    for (r = from; r <= rows; r++) rest += (value[r, i] - mean - slope * (value[r, 1] - tmean)) ^ 2
    rise = slope * span
    error = 2 * span * sqrt(rest / (n - 2) / tt)
    flat = (rise <= error || rise <= mean / 100)
    if (!flat) growing = 1
    unit = most >= 1e6 ? 1e6 : 1
    form = unit > 1 ? "%.1f MB" : "%.1f"
    printf "| %s | " form " | " form " | " form " | " form " | " form " | %s |\n", name[i], mean / unit, least / unit,
      most / unit, rise / unit, error / unit, flat ? "yes" : "NO"
  }
  exit growing
}
