"""Estimates against a benchmark and against each other: classes, quantiles and funnel plots."""
