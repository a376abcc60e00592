"""The only place that knows SQL, disk and pictures."""
