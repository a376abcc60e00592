"""What a table of units, users or places may say before it is let in."""
