"""The only place that knows HTTP; a view is decorators and a few lines."""
