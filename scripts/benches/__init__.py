"""Benchmarks of the hot paths, each against a bound that is measured in the same run."""
