"""The read side: functions over one connection that return plain dictionaries."""
