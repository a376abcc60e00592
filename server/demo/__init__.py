"""The demo city: fictional, deterministic, entered through the same services as real data."""
