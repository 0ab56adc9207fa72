# SPDX-License-Identifier: Apache-2.0
# What the generator said of a run, as Markdown: what it sent, the table of all loads, and what each thread took.
/^(ready|kill) / || /^$/ { next }
/^\| load / { print ""; table = 1 }
table { print; next }
/^\| / { split($0, cell, "|"); load = cell[2]; gsub(/^ +| +$/, "", load); next }
/by thread: / { sub(/.*by thread: /, ""); gsub(/#/, "\\#"); threads = threads "* " load ": " $0 "\n"; next }
{ print "\n" $0 }
END { if (threads != "") printf "\nCPU of the TaskManager's threads, µs/frame:\n\n%s", threads }
