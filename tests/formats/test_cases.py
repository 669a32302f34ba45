"""What real files have been seen to do, and the pair of files here that shows that it is survived.

Two kinds of trouble show themselves only beside other words, and are tested with those.
"""

from pathlib import Path

import pytest

HERE = Path(__file__).parent

CASES = {
    "the whole page was copied, with menus and comments": "youtube_page/whole_page.txt",
    "clip lengths in the sidebar look like times": "youtube_page/clip_lengths_around.txt",
    "titles of chapters stand between cues": "youtube_page/panel_headings_without_a_list.txt",
    "times are spoken": "youtube_page/spoken_times.txt",
    "a sloppy chapter list, an address with a time": "youtube_page/sloppy_chapters.txt",
    "a shortened link": "youtube_page/shortened_link.txt",
    "captions roll, every word three times": "youtube_auto_vtt/rolling.vtt",
    "a header holds styles": "youtube_auto_vtt/old_header_and_colours.vtt",
    "window events, appended newlines, overlaps": "youtube_json3/automatic.json3",
    "one cue is a whole turn; nobody is called Unknown": "srt/whole_turn_in_one_cue.srt",
    "a name only at a change, full first and short later": "srt/names_only_at_change.srt",
    "the same in prose": "prose/full_name_first_then_short.txt",
    "words before a colon that are no name": "srt/colons_that_are_no_labels.srt",
    "a role in the label": "srt/role_in_the_label.srt",
    "WebVTT that is called .txt": "webvtt/named_as_text.txt",
    "WebVTT without header and numbers that is called .srt": "srt/webvtt_without_header_and_numbers.srt",
    "all blanks lost, also around the arrow": "srt/no_spaces_and_tight_arrow.srt",
    "HTML without times": "podcast_html/cite_without_time.html",
    "HTML with times only": "podcast_html/paragraphs_of_times.html",
    "HTML in which nobody has a name": "podcast_html/nobody_has_a_name.html",
    "two voices in a cue": "webvtt/voices_in_one_cue.vtt",
    "a voice tag that nobody closes": "webvtt/voice_until_the_next.vtt",
    "a voice without a name": "webvtt/voice_without_a_name.vtt",
    "a voice alone on its line": "webvtt/voice_alone_on_its_line.vtt",
    "one word in a cue, with overrides": "srt/one_word_in_a_cue_with_overrides.srt",
    "an alphabet of 8 bits": "srt/windows_1251.srt",
    "UTF-16": "textgrid/words_and_phones_utf16.TextGrid",
    "times now and then, in escaped brackets; Break and Jingle": "prose/marks_without_words.md",
    "a time goes back": "prose/time_goes_back.md",
    "figures without time or speaker": "whisper/figures_without_time_or_speaker.json",
    "the last result repeats all words": "google_speech/last_result_repeats_all_words.json",
    "several persons and transcripts, chapters in two forms": "feed_item/everything.xml",
    "names of namespaces that nobody agrees on": "feed_item/namespaces_in_odd_spellings.xml",
    "no guid": "feed_item/no_guid_but_an_enclosure.xml",
    "several enclosures": "feed_item/several_enclosures.xml",
    "numbers and dates that are none": "feed_item/values_that_are_none.xml",
    "a sentence that was never said, again and again": "whisper/the_same_sentence_again_and_again.json",
}


@pytest.mark.parametrize("case", CASES)
def test_the_case_has_its_pair(case: str) -> None:
    source = HERE / CASES[case]
    assert source.is_file()
    assert source.with_name(f"{source.stem}.reading.json").is_file()
