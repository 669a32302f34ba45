"""The bundled interview, so that it travels with an installed package."""
