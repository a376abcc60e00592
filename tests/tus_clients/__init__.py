"""Two tus clients that we did not write, against a real server."""
