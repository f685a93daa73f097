"""Joints, poses, deformation of muscles and skin, what a muscle must pull: numpy only."""
