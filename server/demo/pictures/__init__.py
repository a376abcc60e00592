"""Evidence pictures of the demo city, drawn with Pillow: no photo of a real place or person is used."""

from server.demo.pictures.scenes import SceneRequest, draw

__all__ = ["SceneRequest", "draw"]
