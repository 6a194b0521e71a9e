from voice.bot.prompts import fixed_phrases


def test_the_greeting_is_prepared_first_and_nothing_has_blanks(centre, understanding):
    phrases = list(fixed_phrases(centre, understanding))
    assert phrases[0] == centre.prompts["greeting"].format(centre=centre.name)
    assert not any("{" in phrase for phrase in phrases)


def test_every_answer_that_callers_may_hear_is_prepared(centre, understanding):
    phrases = set(fixed_phrases(centre, understanding))
    for intent in centre.intents:
        if intent.article and (passage := understanding.answer(intent.article)):
            assert passage.text in phrases
