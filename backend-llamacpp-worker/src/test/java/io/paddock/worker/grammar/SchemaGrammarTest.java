// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaGrammarTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) {
        return assertDoesNotThrow(() -> JSON.readTree(text.replace('\'', '"')));
    }

    private static String grammar(String schema) {
        return assertDoesNotThrow(() -> SchemaGrammar.of(json(schema)));
    }

    private static void requireSays(String schema, String yes, String no) {
        String grammar = grammar(schema);
        assertTrue(GrammarMatcher.matches(grammar, yes.replace('\'', '"')), yes + " should follow " + grammar);
        assertTrue(!GrammarMatcher.matches(grammar, no.replace('\'', '"')), no + " should not follow " + grammar);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'type':'string','minLength':2,'maxLength':3}~ 'abc'~ 'abcd'",
                "{'type':'string'}~ 'a\\\\n\\\\u00e4'~ 'a",
                "{'type':'string','format':'date'}~ '2026-11-22'~ '2026-13-22'",
                "{'type':'boolean'}~ true~ True",
                "{'type':'null'}~ null~ 0",
                "{'type':['string','null']}~ null~ 1",
                "{'enum':['a',1,null]}~ 1~ 2",
                "{'const':{'a':[1]}}~ {'a':[1]}~ {}",
                "{'type':'array','items':{'type':'boolean'},'minItems':1,'maxItems':2}~ [true, false]~ []",
                "{'type':'array','items':{'type':'boolean'}}~ []~ [1]",
                "{'anyOf':[{'type':'null'},{'type':'integer'}]}~ -12~ x",
                "{'type':'object','properties':{'a':{'type':'null'},'b':{'type':'null'}},'required':['b']}"
                        + "~ {'b':null}~ {'a':null}",
                "{'type':'object','properties':{'a':{'type':'null'},'b':{'type':'null'}}}"
                        + "~ {'a':null, 'b':null}~ {'b':null,'a':null}",
                "{'type':'object','properties':{'a':{'type':'null'},'b':{'type':'null'}}}~ {}~ {,}",
                "{'type':'object','additionalProperties':{'type':'null'}}~ {'x':null,'y':null}~ {'x':1}",
                "{'type':'object','additionalProperties':false}~ {}~ {'x':1}",
                "{'$ref':'#/$defs/x','$defs':{'x':{'type':'null'}}}~ null~ 1",
                "{'type':'integer','minimum':0,'maximum':100}~ 100~ 101",
                "{'type':'number','minimum':0,'maximum':1}~ 0.25~ 1.5",
                "{'type':'number','minimum':0,'maximum':1}~ 1.0~ 2"
            })
    void answers_follow_the_schema(String schema, String yes, String no) {
        requireSays(schema, yes, no);
    }

    @Test
    void every_integer_range_holds_its_own_numbers_and_no_others() {
        int[][] ranges = {{0, 0}, {3, 17}, {5, 5}, {-3, 4}, {-120, -7}, {9, 10}, {0, 999}, {88, 1203}, {-1, 1000}};
        for (int[] range : ranges) {
            String grammar = grammar("{'type':'integer','minimum':" + range[0] + ",'maximum':" + range[1] + "}");
            for (int n = -130; n <= 1300; n++) {
                boolean inside = n >= range[0] && n <= range[1];
                assertEquals(inside, GrammarMatcher.matches(grammar, String.valueOf(n)), n + " in " + grammar);
            }
        }
    }

    @Test
    void a_schema_may_refer_to_itself() {
        String grammar = grammar("{'type':'object','properties':{'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]}},"
                + "'required':['next'],'additionalProperties':false}");

        assertTrue(GrammarMatcher.matches(grammar, "{\"next\":{\"next\":null}}"), grammar);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'type':'string','pattern':'a+'}~ 'pattern'",
                "{'type':'integer','multipleOf':3}~ 'multipleOf'",
                "{'type':'array','uniqueItems':true}~ 'uniqueItems'",
                "{'type':'object','patternProperties':{}}~ 'patternProperties'",
                "{'not':{}}~ the keyword 'not'",
                "{'minLength':1}~ the keyword 'minLength' needs a 'type'",
                "{'type':'thing'}~ 'type' must be one of",
                "{'$ref':'#/$defs/none'}~ leads nowhere",
                "{'$ref':'http://x/y'}~ leads nowhere",
                "{'$ref':'#'}~ can never end",
                "{'enum':[]}~ 'enum' must be a list",
                "{'type':'string','enum':[1]}~ not of the 'type'",
                "{'type':'string','minLength':9,'maxLength':3}~ 'maxLength'",
                "{'type':'string','maxLength':100000}~ 'maxLength'",
                "{'type':'integer','minimum':5,'maximum':4}~ no integer lies between",
                "{'type':'integer','minimum':0.5}~ 'minimum' must be a whole number",
                "{'type':'number','minimum':-1,'maximum':1}~ a range of 'number'",
                "{'type':'object','properties':{'a':{'type':'string','pattern':'x'}}}~ #/properties/a",
                "{'type':'object','properties':{},'required':['a']}~ 'required' names 'a'",
                "{'anyOf':[{'type':'null'}],'type':'null'}~ 'type' is not supported here",
                "{'type':'string','format':'email'}~ 'format' must be one of",
                "[]~ must be an object"
            })
    void what_is_not_supported_is_refused_by_name(String schema, String reason) {
        GrammarRefused refused = assertThrows(GrammarRefused.class, () -> SchemaGrammar.of(json(schema)));

        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void notes_do_not_matter() {
        grammar("{'title':'t','description':'d','default':1,'$schema':'s','type':'integer','examples':[1]}");
    }

    @Test
    void any_object_is_an_object() throws Exception {
        Gbnf.check(SchemaGrammar.anyObject());
    }

    @Test
    void depth_has_a_limit() {
        String deep = "{'type':'array','items':".repeat(60) + "{'type':'null'}" + "}".repeat(60);

        assertThrows(GrammarRefused.class, () -> SchemaGrammar.of(json(deep)));
    }
}
