"""Worker processes, forked from one that has everything imported, and the kernel in them."""
