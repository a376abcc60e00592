"""`./run --phone`: HTTPS on this network for real phones, under a name and an authority that last."""
