"""What has changed: fingerprints of inputs, what pages read, cached results."""
