"""Pages: what notebooks show, one module a notebook."""
