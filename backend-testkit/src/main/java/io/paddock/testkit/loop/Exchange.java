// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.loop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The answer to one request. All methods run on the loop's thread; writing to a lost client does nothing. */
public final class Exchange {
    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] LAST = "0\r\n\r\n".getBytes(ISO_8859_1);

    private final LoopConnection connection;
    private Runnable whenLost = () -> {};
    private boolean over;

    Exchange(LoopConnection connection) {
        this.connection = connection;
    }

    /** Answers at once with a whole body. */
    public void send(int status, String contentType, byte[] body) {
        byte[] head = head(status, contentType, "Content-Length: " + body.length);
        connection.write(join(head, body));
        finish();
    }

    /** Begins an answer whose length is not known. */
    public void begin(int status, String contentType) {
        connection.write(head(status, contentType, "Transfer-Encoding: chunked"));
    }

    /** Sends one chunk as one write. */
    public void chunk(byte[] bytes) {
        byte[] length = (Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1);
        connection.write(join(length, bytes, LINE));
    }

    /** Ends an answer that was begun. */
    public void end() {
        connection.write(LAST);
        finish();
    }

    /** Runs {@code action} if the client leaves before the end. */
    public void whenLost(Runnable action) {
        whenLost = action;
    }

    /** Whether the client is still there and waits for more. */
    public boolean open() {
        return !over;
    }

    void lost() {
        if (!over) {
            over = true;
            whenLost.run();
        }
    }

    private void finish() {
        over = true;
        connection.answered();
    }

    private static byte[] head(int status, String contentType, String length) {
        return ("HTTP/1.1 " + status + " -\r\nContent-Type: " + contentType + "\r\n" + length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
