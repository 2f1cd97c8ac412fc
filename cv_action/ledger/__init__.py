"""What has been spent and seen: immutable events, and the segments that carry them."""
