"""What people may ask for of their own data, where every package has a part in it."""
