"""`/archive/-/search`: ranked search as a page and for programs."""
