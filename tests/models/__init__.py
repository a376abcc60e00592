"""State machines that are driven against the real thing, and small models of what must come out."""
