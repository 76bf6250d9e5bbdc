// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Writes one array to the client and ends the exchange. Never waits for a slow client. */
final class AnswerWriter implements WriteListener {
    private final Call call;
    private final ServletOutputStream out;
    private byte[] rest;

    private AnswerWriter(Call call, ServletOutputStream out, byte[] body) {
        this.call = call;
        this.out = out;
        this.rest = body;
    }

    static void write(Call call, byte[] body) {
        try {
            ServletOutputStream out = call.response().getOutputStream();
            out.setWriteListener(new AnswerWriter(call, out, body));
        } catch (IOException e) {
            call.complete();
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            if (rest == null) {
                call.complete();
                return;
            }
            byte[] next = rest;
            rest = null;
            out.write(next);
        }
    }

    @Override
    public void onError(Throwable failure) {
        call.complete();
    }
}
