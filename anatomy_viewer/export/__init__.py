"""Pictures and files made from an atlas and a state. No Qt."""
