"""Files: strict CSV rows, atomic writes, checksums, PNG chunks, where project and data lie."""
