"""One format a module: the folder is the registry."""
