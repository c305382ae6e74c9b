"""Measures the hot paths against their floors: `make benchmark`."""
