"""How the directory is filtered and sorted."""
