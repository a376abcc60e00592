"""Use cases: one public function is one transaction; `actor` and `now` are arguments."""
