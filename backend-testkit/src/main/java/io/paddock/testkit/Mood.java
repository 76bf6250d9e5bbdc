// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

/** How a {@link FakeModelServer} behaves on all its routes. */
public enum Mood {
    /** It answers as it should. */
    READY,
    /** It does not listen: connections are refused. */
    REFUSE,
    /** It takes requests and never answers. */
    HANG,
    /** Every route answers 503 "Loading model". */
    LOADING,
    /** It serves another model than the one asked for. */
    WRONG_MODEL,
    /** It answers 200 with text that is no JSON. */
    GARBAGE,
    /** It answers 401, whatever key comes. */
    UNAUTHORISED,
    /** It answers 500. */
    BROKEN,
    /** It sends its status line, then a byte now and then, without end. */
    SLOW_BODY,
    /** It answers as it should, after 100 MiB of blanks. */
    BIG_BODY,
    /** It answers a little gzip, which unpacks to 100 MiB of blanks and then the answer as it should be. */
    GZIP_BOMB,
    /** It sends everybody to another server. */
    REDIRECT
}
