"""Xunzheng server: a signed journal comes in, an append-only ledger keeps it, views answer the desk."""
