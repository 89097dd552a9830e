"""Site: books on a site, their comparison, the start page, publishing and serving."""
