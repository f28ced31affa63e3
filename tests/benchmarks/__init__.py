"""Load on the real program. Long runs print tables for docs/reliability.md; short ones belong to `make test`."""
