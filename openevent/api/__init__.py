"""The JSON face: what programs ask and are answered."""
