// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** A file as a later version might write it. */
final class Later {
    private Later() {}

    static void write(Path folder) {
        try (MVStore store = MVStore.open(folder.resolve(StateFolder.FILE).toString())) {
            MVMap.Builder<String, byte[]> types = new MVMap.Builder<>();
            types.keyType(StringDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE);
            MVMap<String, byte[]> about = store.openMap("about", types);
            byte[] body = Sealed.body(about.get("about"));
            ByteBuffer.wrap(body).putInt(3);
            about.put("about", Sealed.seal("about", body));
        }
    }
}
