"""From the files that others keep to a return folder, and nothing else."""
