"""What leaves the product: files in the forms that offices know, made from stored answers and scores."""
