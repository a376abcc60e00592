"""The contract between phone, desk and server: marshmallow schemas and the catalogue."""
