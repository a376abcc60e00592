"""The fault laboratory: seeded schedules of work and faults, and the check that every one must end with."""
