"""The rules: pure Python, no framework, no SQL, no clock and no disk."""
