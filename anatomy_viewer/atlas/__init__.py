"""What is true of the anatomy: the data model and its loader. Neither Qt nor VTK."""
