"""Writing the demo: one module for each feature whose rows it makes."""

from app.demo.services.loading import is_loaded, load_demo, sign_ins

__all__ = ["is_loaded", "load_demo", "sign_ins"]
