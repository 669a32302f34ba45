<?xml version="1.0"?>
<pst:transcripts xmlns:pst="http://podlove.org/simple-transcripts" version="1.0">
  <pst:speech>
    <pst:speaker/>
    <pst:item start="00:00:00.820" end="00:00:01.660">Welcome</pst:item>
  </pst:speech>
</pst:transcripts>
