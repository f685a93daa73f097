"""Hostile files for every reader: made at random from sound ones, read in processes of bounded time and memory."""
