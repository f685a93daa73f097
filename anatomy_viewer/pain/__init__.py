"""From zones of referred pain to the body and back: colours, pain drawings, ranking; numpy only."""
