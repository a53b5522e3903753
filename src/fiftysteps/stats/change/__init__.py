"""Change over time: recent trends and statistical process control."""
