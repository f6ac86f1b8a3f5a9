"""Whole lives of applications as data, worked out by hand; README.md says how to add one."""
