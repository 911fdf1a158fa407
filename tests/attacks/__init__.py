"""What the production server withstands; too long for the suite. All: make attacks. One: make attacks ATTACK=forms"""
